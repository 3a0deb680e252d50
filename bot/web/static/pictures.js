// Pictures: chosen, and made small on the device.

import { base64 } from "./beside.js";
import { find, words } from "./page.js";

const NAME = "hinh.jpg";
const LONGEST_SIDE = 1280; // px, as the server keeps it
const QUALITY = 0.8;
const LARGEST = 10_000_000; // bytes that the server takes

/** Upright, at most so many points wide, and without what the camera wrote. Throws where the browser cannot read it. */
async function small(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done, failed) => {
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no canvas"))), "image/jpeg", QUALITY);
  });
}

/** `chosen(file)` gets one that may be sent; `problem(text)` shows what went wrong. */
export function offerPictures({ chosen, problem }) {
  const choose = async (file) => {
    const picture = await small(file).catch(() => file);
    if (!picture.type.startsWith("image/")) problem(words.noPicture);
    else if (picture.size > LARGEST) problem(words.tooLarge);
    else chosen({ name: NAME, mime: picture.type, body: await base64(picture) });
  };
  const input = find("picture");
  find("attach").addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    if (input.files.length) choose(input.files[0]);
    input.value = "";
  });
}
