import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { focusFirstInvalid } from './focusFirstInvalid';

let frames: FrameRequestCallback[] = [];

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  document.body.innerHTML = '<form><button>Save</button><input name="a" /><input name="b" /></form>';
  at('button').focus();
});

afterEach(() => {
  frames = [];
  vi.unstubAllGlobals();
});

function at(selector: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(selector);
  if (found === null) {
    throw new Error(`${selector} is not there.`);
  }

  return found;
}

function draw(): void {
  for (const frame of frames.splice(0)) {
    frame(0);
  }
}

it('goes to the first wrong field, once the page says that it is wrong', () => {
  focusFirstInvalid(at('form'));
  draw();
  at('[name="b"]').setAttribute('aria-invalid', 'true');
  draw();

  expect(document.activeElement).toBe(at('[name="b"]'));
});

it('leaves a person who has gone elsewhere meanwhile', () => {
  focusFirstInvalid(at('form'));
  draw();
  at('[name="a"]').focus();
  at('[name="b"]').setAttribute('aria-invalid', 'true');
  draw();

  expect(document.activeElement).toBe(at('[name="a"]'));
});

it('goes there from a button that is busy by then', () => {
  focusFirstInvalid(at('form'));
  at('button').blur();
  at('[name="b"]').setAttribute('aria-invalid', 'true');
  draw();

  expect(document.activeElement).toBe(at('[name="b"]'));
});

it('gives up after some frames', () => {
  focusFirstInvalid(at('form'));
  for (let frame = 0; frame < 20; frame++) {
    draw();
  }

  expect(frames).toEqual([]);
});
