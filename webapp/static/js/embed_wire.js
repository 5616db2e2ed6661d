// What the frame takes from the page around it: the first word by window, from a site of the list only, with a port of its own;
// all else through that port, numbered and with the session's nonce. What does not fit is dropped without an answer.

export const VERSION = 1;

const TEXT = (most) => (value) => typeof value === "string" && value.length <= most;
const TAKES = {
  focus: {},
  search: { text: TEXT(2000) },
  suggest: { subject: TEXT(1000), body: TEXT(100_000), device: TEXT(100) },
};
const NONCE = /^[0-9a-f]{32}$/;

const isObject = (data) => typeof data === "object" && data !== null && !Array.isArray(data);
const exactly = (data, names) => {
  const own = Object.keys(data);
  return own.length === names.length && names.every((name) => Object.hasOwn(data, name));
};

/** The nonce of a connect, or null when it is none, or from somewhere else. */
export function greeting(event, origins, from) {
  const data = event.data;
  if (!event.isTrusted || event.source !== from || !origins.has(event.origin) || event.ports.length !== 1) return null;
  if (!isObject(data) || !exactly(data, ["pinlight", "type", "nonce"])) return null;
  if (data.pinlight !== VERSION || data.type !== "connect" || typeof data.nonce !== "string" || !NONCE.test(data.nonce)) return null;
  return data.nonce;
}

/** A message of this session that is the next one and has the form of its kind, or null. */
export function taken(data, nonce, next) {
  if (!isObject(data) || data.pinlight !== VERSION || data.nonce !== nonce || data.n !== next) return null;
  if (typeof data.type !== "string" || !Object.hasOwn(TAKES, data.type)) return null;
  const fields = TAKES[data.type];
  const names = Object.keys(fields);
  if (!exactly(data, ["pinlight", "nonce", "n", "type", ...names])) return null;
  return names.every((name) => fields[name](data[name])) ? data : null;
}
