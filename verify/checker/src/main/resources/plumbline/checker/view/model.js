// A run as the page draws it: the servers after each step, and where each message began and ended.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes and children; "svg:path" is one of SVG's. Text is text, never markup. */
function element(name, attributes = {}, ...children) {
  const made = name.startsWith("svg:")
    ? document.createElementNS(SVG, name.slice(4))
    : document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") {
      made.addEventListener("click", value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(key, value === true ? "" : value);
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== null));
  return made;
}

/** The class that colours a term. There are seven colours; term 0 has none. */
function termClass(term) {
  return term === 0 ? "t0" : "t" + (((term - 1) % 7) + 1);
}

/** The message that a step delivers or loses, if it does. */
function messageOf(choice) {
  if (choice.action === "DropMessage") {
    return choice.message;
  }
  if (!choice.action.startsWith("Handle")) {
    return null;
  }
  const { action, kept, ...fields } = choice;
  return { type: action.slice("Handle".length), ...fields };
}

function isRequest(message) {
  return message.type.endsWith("Request");
}

/** Whether a message is a response that refuses. */
function refuses(message) {
  return message.voteGranted === false || message.success === false;
}

/** A message in a line: who asks whom for what. */
function describe(message) {
  const entries = message.entries && message.entries.length > 0
    ? " with " + message.entries.map((entry) => entry.term + ":" + commandOf(entry)).join(", ")
    : "";
  const answer = isRequest(message) ? "" : refuses(message) ? ", no" : ", yes";
  return message.type + " of term " + message.term + " from server " + message.from + " to server " + message.to
    + entries + answer;
}

function commandOf(entry) {
  return typeof entry.command === "string" ? entry.command : "base64 " + entry.command.base64;
}

/**
 * The run. states[k] are the servers after k steps. An arrow is a message on its way: sent in a step, ended in a step
 * or never, lost or not; again, if the message had arrived before and this is a copy.
 */
function model(data) {
  const states = [data.initial];
  const arrows = [];
  const underWay = new Map();
  for (const step of data.steps) {
    const servers = states[states.length - 1].slice();
    if (step.after) {
      servers[step.server - 1] = step.after;
    }
    states.push(servers);
    const message = messageOf(step.choice);
    if (message && !step.skipped) {
      arrive(step, message);
    }
    for (const sent of step.sent) {
      const arrow = { message: sent, sent: step.number, ended: null, lost: false, again: false };
      arrows.push(arrow);
      const key = JSON.stringify(sent);
      underWay.set(key, [...(underWay.get(key) || []), arrow]);
    }
  }

  function arrive(step, message) {
    const copies = underWay.get(JSON.stringify(message));
    let arrow = copies.find((copy) => copy.ended === null);
    if (!arrow) {
      arrow = { ...copies[copies.length - 1], again: true };
      arrows.push(arrow);
    }
    arrow.ended = step.number;
    arrow.lost = step.choice.action === "DropMessage";
  }

  const breaks = data.properties.filter((property) => property.brokenAt !== undefined);
  // What the run is about comes first.
  breaks.sort((one, other) => (other.title === data.about) - (one.title === data.about));
  return { data, states, arrows, breaks, steps: data.steps, servers: data.initial.length, last: data.steps.length };
}
