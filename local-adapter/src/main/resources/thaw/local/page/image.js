// An image that is dropped, chosen, pasted or drawn; it is sent as it is, byte for byte.

import { drawing } from './drawing.js';
import { element, freshId } from './dom.js';
import { Failure } from './server.js';

const LARGEST_PREVIEW = 32 * 1024 * 1024;
const PREVIEW_SIDE = 152;
const LARGEST_DRAWN = 64;

/** A drop zone that is also a file picker; for small grey images a place to draw. Asks as soon as there is one. */
export function imageInput(model, ask) {
  let image;
  const take = (file, name = file.name) => {
    image = { file, name: name || 'image.png' };
    preview(zone.shown, file);
    zone.say(image.name);
    ask();
  };
  const zone = dropZone(take);
  const parts = [zone.element];
  if (isSmallAndGrey(model.inputs ?? [])) {
    parts.push(drawing((drawn) => take(drawn, 'drawing.png')));
  }
  return {
    element: element('div', { className: 'images' }, parts),
    what: 'predict',
    paste: (file) => take(file),
    request() {
      if (!image) {
        throw new Failure('There is no image yet: drop, choose, paste or draw one.');
      }
      return { contentType: image.file.type || 'application/octet-stream', body: image.file, file: image.name };
    },
  };
}

function dropZone(take) {
  const id = freshId('image');
  const words = element('span', { className: 'file' }, 'Drop an image, choose or paste one');
  const shown = element('canvas', { width: PREVIEW_SIDE, height: PREVIEW_SIDE, className: 'preview',
    role: 'img', 'aria-label': 'Preview of the image' });
  const picker = element('input', { id, type: 'file', accept: 'image/*', onchange: () => {
    if (picker.files.length > 0) {
      take(picker.files[0]);
      // The same file, changed meanwhile, may be chosen again.
      picker.value = '';
    }
  } });
  const label = element('label', { for: id, className: 'drop' }, picker, shown, words);
  const over = (on) => (event) => {
    event.preventDefault();
    label.classList.toggle('over', on);
  };
  label.addEventListener('dragover', over(true));
  label.addEventListener('dragleave', over(false));
  label.addEventListener('drop', (event) => {
    over(false)(event);
    const [file] = event.dataTransfer.files;
    if (file) {
      take(file);
    }
  });
  return { element: label, shown, say: (text) => { words.textContent = text; } };
}

// Drawn on a canvas: the policy of this page lets no image in whose address is not the server's.
async function preview(canvas, file) {
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, canvas.width, canvas.height);
  if (file.size > LARGEST_PREVIEW) {
    return;
  }
  try {
    const bitmap = await createImageBitmap(file);
    const zoom = Math.min(canvas.width / bitmap.width, canvas.height / bitmap.height);
    const [width, height] = [bitmap.width * zoom, bitmap.height * zoom];
    context.imageSmoothingEnabled = zoom < 1;
    context.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
    bitmap.close();
  } catch {
    // The browser cannot read it. The server says what is wrong, or reads it all the same.
  }
}

function isSmallAndGrey(inputs) {
  const sizes = (inputs[0]?.shape ?? []).slice(1).map(Number);
  return inputs.length === 1 && sizes.length === 3 && sizes.includes(1)
    && sizes.every((size) => size > 0 && size <= LARGEST_DRAWN);
}
