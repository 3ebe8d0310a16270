// The only module that talks to the server, and only to the one this page came from.

/** A failure with a sentence for the person: the server's own, wherever it gave one. */
export class Failure extends Error {
  constructor(message, status = 0) {
    super(message);
    this.status = status;
  }
}

async function send(path, options = {}) {
  try {
    return await fetch(path, { credentials: 'same-origin', ...options });
  } catch (broken) {
    if (broken.name === 'AbortError') {
      throw broken;
    }
    throw new Failure('The server gave no answer: it is not running, or it closed the connection.');
  }
}

async function checked(response) {
  const text = await response.text();
  if (response.ok) {
    return text;
  }
  let sentence = '';
  try {
    sentence = JSON.parse(text).error;
  } catch {
    // What answered is not the inference server but something before it.
  }
  throw new Failure(sentence ? String(sentence) : `The server answered ${response.status} and no reason.`,
    response.status);
}

/** The text at a path. */
export async function text(path, signal) {
  return checked(await send(path, { signal, cache: 'no-store' }));
}

/** The JSON at a path. */
export async function json(path, signal) {
  return parsed(await text(path, signal));
}

function parsed(document) {
  try {
    return JSON.parse(document);
  } catch {
    throw new Failure('The server answered with something that is not JSON.');
  }
}

/** Where a model is asked: `what` is `predict`, `infer` or nothing; without a version the server chooses. */
export function modelPath(name, version = '', what = '') {
  const versioned = version ? `/versions/${encodeURIComponent(version)}` : '';
  return `/v2/models/${encodeURIComponent(name)}${versioned}${what && `/${what}`}`;
}

/** Asks a model. Resolves to the fields of the answer and the seconds until it was here. */
export async function ask(path, contentType, body, signal) {
  const started = performance.now();
  const response = await send(path, {
    method: 'POST', headers: { 'Content-Type': contentType, Accept: 'application/json' }, body, signal,
  });
  const fields = parsed(await checked(response));
  return { fields, seconds: (performance.now() - started) / 1000 };
}

/**
 * Calls `step(signal)` now and again `pause` milliseconds after each end, but never while nobody looks: not in a hidden
 * tab, not while `held()`.
 */
export function whileVisible(pause, step, held = () => false) {
  let timer = 0;
  let running = false;
  const turn = async () => {
    clearTimeout(timer);
    if (running || document.hidden) {
      return;
    }
    running = true;
    if (!held()) {
      await step();
    }
    running = false;
    timer = setTimeout(turn, pause);
  };
  document.addEventListener('visibilitychange', turn);
  turn();
  return turn;
}
