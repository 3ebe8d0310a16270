// The page of the local server: its models to ask, the last results, the metrics.

import { modelCard } from './card.js';
import { element } from './dom.js';
import { watchMetrics } from './metrics.js';
import { watchResults } from './results.js';
import { json, whileVisible } from './server.js';

const MODELS_EVERY_MS = 10_000;
const MANY = 7;

const at = (id) => document.getElementById(id);
const cards = new Map();

function heard(failure) {
  const line = at('connection');
  const says = failure ? failure.message : 'connected';
  // Set only if it changed: a screen reader says it each time.
  if (line.textContent !== says) {
    line.textContent = says;
    line.className = failure ? 'bad' : 'good';
  }
}

const refreshers = [];

function refresh() {
  refreshers.forEach((each) => each());
}

async function showModels() {
  try {
    const { models } = await json('/api/models');
    const wanted = models.map((model) => cardOf(model));
    if (wanted.length !== at('cards').children.length || wanted.some((node, i) => node !== at('cards').children[i])) {
      at('cards').replaceChildren(...(wanted.length > 0 ? wanted : [none()]));
    }
    at('filter').hidden = models.length < MANY;
    at('models').removeAttribute('aria-busy');
    heard();
  } catch (failure) {
    heard(failure);
  }
}

// A model that is not in memory tells only its name: what is known of it from before stays. So does a card when only the
// version differs, which a canary makes it do now and then: what a person has typed must not go away.
function cardOf(model) {
  const { ready, version, ...known } = model;
  const described = JSON.stringify(known);
  const card = cards.get(model.name);
  if (card && (!ready || card.described === described)) {
    card.ready(ready);
    return card.element;
  }
  const fresh = { ...modelCard(model, refresh), described };
  cards.set(model.name, fresh);
  return fresh.element;
}

function none() {
  return element('p', { className: 'hint' }, 'No models. The server was started on a folder that holds none.');
}

/** The image of a paste goes to the model that has the focus, else to the first one that takes images. */
function paste(event) {
  const [file] = event.clipboardData.files;
  if (!file) {
    return;
  }
  const takers = [...cards.values()].filter((card) => card.paste && card.element.isConnected);
  const focused = takers.find((card) => card.element.contains(document.activeElement));
  const taker = focused ?? takers[0];
  if (taker) {
    event.preventDefault();
    taker.paste(file);
  }
}

function filter(event) {
  const part = event.target.value.trim().toLowerCase();
  for (const { element: card, name } of cards.values()) {
    card.hidden = !name.toLowerCase().includes(part);
  }
}

document.addEventListener('paste', paste);
// A file that misses its target must not replace the page.
for (const type of ['dragover', 'drop']) {
  document.addEventListener(type, (event) => event.preventDefault());
}
at('filter').querySelector('input').addEventListener('input', filter);

refreshers.push(
  whileVisible(MODELS_EVERY_MS, showModels),
  watchResults({ rows: at('result-rows'), empty: at('no-results'), poisonOnly: at('poison-only'),
    paused: at('paused') }, heard),
  watchMetrics({ tiles: at('tiles'), rows: at('metric-rows') }, heard),
);
