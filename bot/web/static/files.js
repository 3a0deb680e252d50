// Draws what came with a message: a picture, something to listen to, a file to save.

import { bytes } from "./beside.js";
import { element, icon } from "./elements.js";

const BINARY = "application/octet-stream";

export const isPicture = (file) => Boolean(file) && ["image/png", "image/jpeg"].includes(file.mime);
const isSound = (file) => Boolean(file) && file.mime.startsWith("audio/");
const dataOf = ({ mime, body }) => "data:" + mime + ";base64," + body;

/** The picture or the player; null for anything else. What it shows is said in the message as well. */
export function shownOf(file, words) {
  if (isPicture(file)) {
    const image = element("img", "picture");
    image.src = dataOf(file);
    image.alt = "";
    return image;
  }
  if (!isSound(file)) return null;
  const player = element("audio", "player");
  player.controls = true;
  player.preload = "metadata";
  player.src = URL.createObjectURL(bytes(file));
  player.setAttribute("aria-label", words.voice);
  return player;
}

/** A link that saves the file on the device; it is made here, so nothing of it is on any server. What somebody else sent
 * is never opened, whatever it is. */
export function saveLink(file, words) {
  const link = element("a", "choice", icon("down"), element("span", "", words.save + " " + file.name));
  link.href = addressOf(file);
  link.download = file.name;
  return link;
}

function addressOf(file) {
  if (isSound(file) || file.mime === BINARY) return URL.createObjectURL(bytes({ mime: BINARY, body: file.body }));
  if (file.coded || isPicture(file)) return dataOf(file);
  return URL.createObjectURL(new Blob([file.body], { type: file.mime }));
}
