// One model: what it is, what it takes and gives, and a way to ask it.

import { answerPanel } from './answer.js';
import { curl } from './curl.js';
import { button, element, freshId } from './dom.js';
import { featureInput } from './features.js';
import { imageInput } from './image.js';
import { ask, Failure, json, modelPath } from './server.js';
import { tensorInput, textInput } from './text.js';

const INPUTS = { image: imageInput, tabular: featureInput, text: textInput, tensors: tensorInput };
const KINDS = { image: 'an image', tabular: 'features', text: 'a text', tensors: 'tensors' };

/** The card of a model as `/api/models` describes it; `asked` is called after each answer. */
export function modelCard(model, asked) {
  return model.inputs ? fullCard(model, asked) : loadingCard(model, asked);
}

/** A model that is not in memory tells nothing about itself. */
function loadingCard(model, asked) {
  const note = element('p', { className: 'hint', role: 'status' },
    'Not in memory: what it takes is known once it is loaded.');
  const load = button('Load it', async () => {
    note.textContent = 'Loading.';
    try {
      await json(modelPath(model.name));
      asked();
    } catch (failure) {
      note.textContent = failure.message;
    }
  });
  return framed(model, [], [note, load]);
}

function fullCard(model, asked) {
  const version = versionChoice(model);
  const panel = answerPanel();
  const submit = () => form.requestSubmit();
  const input = (INPUTS[model.kind] ?? tensorInput)(model, submit);
  const form = element('form', { 'aria-label': `Ask ${model.name}`,
    onsubmit: asking(model, version, input, panel, asked) }, input.element,
  element('div', { className: 'row' }, element('button', { className: 'ask' }, 'Ask'), version.element));
  return { ...framed(model, signature(model), [form, panel.element]), paste: input.paste };
}

function framed(model, about, tried) {
  const id = freshId('model');
  const badge = element('span', {});
  const card = element('article', { className: 'card', 'aria-labelledby': id },
    element('div', { className: 'about' },
      element('h3', { id }, element('span', { className: 'name' }, model.name), badge),
      element('p', {}, model.description || ''), about),
    element('div', { className: 'try' }, tried));
  const ready = (now) => {
    badge.className = `badge ${now ? 'good' : 'idle'}`;
    badge.textContent = now ? 'ready' : 'not in memory';
  };
  ready(model.ready);
  return { element: card, name: model.name, ready };
}

function versionChoice(model) {
  const versions = (model.versions ?? []).map(String);
  if (versions.length < 2) {
    return { element: element('span', { className: 'hint' }, `version ${model.version}`), chosen: () => '' };
  }
  const select = element('select', {}, element('option', { value: '' }, 'the server\'s choice'),
    versions.map((each) => element('option', { value: each }, each)));
  return { element: element('label', {}, 'version ', select), chosen: () => select.value };
}

/** A later question of the same card ends the earlier one: answers never come in the wrong order. */
function asking(model, version, input, panel, asked) {
  let earlier = new AbortController();
  return async (event) => {
    event.preventDefault();
    earlier.abort();
    const mine = new AbortController();
    earlier = mine;
    let command;
    try {
      const request = input.request();
      const path = modelPath(model.name, version.chosen(), input.what);
      command = curl(location.origin, path, request);
      panel.asking();
      panel.show(await ask(path, request.contentType, request.body, mine.signal), command);
    } catch (failure) {
      if (mine.signal.aborted) {
        return;
      }
      if (!(failure instanceof Failure)) {
        throw failure;
      }
      panel.fail(failure, command);
    }
    asked();
  };
}

function signature(model) {
  const labels = model.labels ?? [];
  const row = (way) => ({ name, datatype, shape }) => element('tr', {},
    element('td', { className: way }, way), element('th', { scope: 'row' }, name),
    element('td', {}, datatype), element('td', {}, `[${(shape ?? []).map(dimension).join(', ')}]`));
  return element('div', {},
    element('div', { className: 'wide' }, element('table', { className: 'signature' },
      element('caption', {}, `Takes ${KINDS[model.kind] ?? 'tensors'}`),
      element('tbody', {}, (model.inputs ?? []).map(row('in')), (model.outputs ?? []).map(row('out'))))),
    labels.length > 0 ? element('p', { className: 'labels' }, element('span', { className: 'hint' },
      `${labels.length} labels `), labels.slice(0, 12).map((each) => element('span', { className: 'chip' }, each)),
    labels.length > 12 ? ' …' : '') : '');
}

function dimension(size) {
  return Number(size) === -1 ? 'any' : String(size);
}
