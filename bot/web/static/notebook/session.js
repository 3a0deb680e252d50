// What a session is to the page: the shape in which it is sent, its words, and when two may be the same.

import { say } from "./dom.js";

export const NOT_DONE = "not_done";
const NOTHING_TO_SEE = ["", NOT_DONE, "guided_only", "info_only"];
const OLDEST = 62; // days
const MOST = 500;
const LONG_NUMBER = /\d(?:[ .\-]?\d){7,}/;

/** A work is `[service, outcome, people, evidence, hadBefore]`. */
export const canBeSeen = (work) => !NOTHING_TO_SEE.includes(work[1]);

export function fresh(team, village) {
  return {
    team, held_on: daysAgo(0), works: [], people: 1, village: village || "", started: null, minutes: null,
    elders: null, women: null, phoneless: 0, difficulty: "", members: [],
  };
}

/** The day in Vietnam, as `YYYY-MM-DD`. */
export function daysAgo(days) {
  return new Date(Date.now() + 7 * 3600_000 - days * 86_400_000).toISOString().slice(0, 10);
}

export function dayInWords(day) {
  const near = { [daysAgo(0)]: "today", [daysAgo(1)]: "yesterday", [daysAgo(2)]: "beforeYesterday" }[day];
  const written = day.split("-").reverse().join("/");
  return near ? say(near) + ", " + written : written;
}

export const services = (session) => [...new Set(session.works.map((work) => work[0]))];

export function serviceName(book, code) {
  return book && book.services[code] ? book.services[code][0] : code;
}

export function outcomeName(book, service, outcome) {
  if (outcome === NOT_DONE) return say("notDone");
  return (book && book.services[service] && book.services[service][1][outcome]) || say("notSaid");
}

/** "VNeID: Đã kích hoạt mức 2 (2)", a line for each work. */
export function inWords(book, session) {
  return session.works.map(([service, outcome, people]) =>
    `${serviceName(book, service)}: ${outcomeName(book, service, outcome)}`
    + (people === session.people ? "" : ` (${say("countPeople", { n: people })})`));
}

/** As it is sent: what cannot be seen was not seen, and nothing is for more people than there were. */
export function finished(session) {
  const works = session.works.map(([service, outcome, people, evidence, had]) =>
    [service, outcome, Math.min(people, session.people), canBeSeen([service, outcome]) ? evidence : "E0", had]);
  return { ...session, works, village: session.village.trim(), difficulty: session.difficulty.trim() };
}

/** Why it cannot be saved: `[field, word]` pairs. The server looks again. */
export function faults(session) {
  const parts = ["elders", "women", "phoneless"].filter((part) => session[part] !== null && session[part] > session.people);
  const broken = [
    ["what", "needService", !session.works.length],
    ["known", "needKnown", session.works.some((work) => canBeSeen(work) && !work[3])],
    ["people", "needPeople", !(session.people >= 1 && session.people <= MOST)],
    ["day", "needDay", !(session.held_on <= daysAgo(0) && session.held_on >= daysAgo(OLDEST))],
    ["team", "needTeam", !session.team],
    ["minutes", "needMinutes", session.minutes !== null && !(session.minutes >= 1 && session.minutes <= 1440)],
    ["difficulty", "needNoNumber", LONG_NUMBER.test(session.difficulty)],
    ["village", "needNoNumber", LONG_NUMBER.test(session.village)],
    ...parts.map((part) => [part, "needParts", true]),
  ];
  return broken.filter(([, , found]) => found).map(([field, word]) => [field, word]);
}

/** Whether both may be the same help. */
export function near(one, other) {
  const village = (session) => session.village.trim().toLowerCase();
  const places = village(one) === village(other) || !village(one) || !village(other);
  return one.team === other.team && one.held_on === other.held_on && places
    && services(one).some((service) => services(other).includes(service)) && Math.abs(one.people - other.people) <= 1;
}

/** What the server leaves out because it is empty is there again. */
export const whole = (session) => ({ ...fresh(session.team, ""), people: 0, ...session });

export const clock = (at) => new Date(at).toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
