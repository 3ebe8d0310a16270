// The last results of requests, files and streams, newest first.

import { digits, duration, element, shortened } from './dom.js';
import { json, whileVisible } from './server.js';

const SHOWN = 50;
const EVERY_MS = 2000;

/** Keeps the table of results current; `heard(failure)` is told of each attempt. Returns what refreshes it at once. */
export function watchResults({ rows, empty, poisonOnly, paused }, heard) {
  let known = new Map();
  let results = [];
  const show = () => {
    const wanted = results.filter((each) => !poisonOnly.checked || each.status === 'poison');
    const next = new Map(wanted.map((each) => [key(each), each]));
    const nodes = [...next].map(([id, each]) => known.get(id) ?? row(each));
    // Left alone if nothing is new: what a person has marked stays marked.
    if (nodes.length !== rows.children.length || nodes.some((node, i) => node !== rows.children[i])) {
      rows.replaceChildren(...nodes);
    }
    known = new Map([...next.keys()].map((id, i) => [id, nodes[i]]));
    empty.textContent = 'Nothing yet. What the models answer to requests, files and records appears here.';
    empty.hidden = nodes.length > 0;
  };
  poisonOnly.addEventListener('change', show);
  return whileVisible(EVERY_MS, async () => {
    try {
      results = (await json(`/api/results?limit=${SHOWN}`)).results;
      show();
      heard();
    } catch (failure) {
      heard(failure);
    }
  }, () => paused.checked);
}

function key(result) {
  return JSON.stringify([result.event_id, result.function, result.model, result.version, result.at]);
}

function row(result) {
  const poison = result.status === 'poison';
  const at = new Date(result.at);
  const when = Number.isNaN(at.getTime()) ? String(result.at) : at.toLocaleTimeString();
  return element('tr', { className: poison ? 'poison' : '' },
    element('td', {}, element('time', { dateTime: String(result.at), title: String(result.at) }, when)),
    element('td', {}, element('span', { className: `badge ${poison ? 'bad' : 'good'}` }, String(result.status))),
    element('td', {}, `${result.model} ${result.version}`),
    element('td', { className: 'input', title: String(result.event_id) }, shortened(String(result.input), 120)),
    element('td', { className: 'why' }, poison ? shortened(String(result.reason), 400) : summary(result.output)),
    element('td', { className: 'number' }, duration(result.latency_us / 1e6)));
}

function summary(output) {
  const { label, score, scores, ...values } = output ?? {};
  if (label === undefined) {
    return shortened(JSON.stringify(output ?? {}), 200);
  }
  const rest = Object.keys(values).length > 0 ? ` ${shortened(JSON.stringify(values), 120)}` : '';
  const sure = score === undefined ? '' : ` ${digits(score)}`;
  return [element('strong', {}, shortened(String(label), 80)), sure + rest];
}
