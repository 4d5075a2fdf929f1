import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { focusPart, keepFocus } from './focusPart';

let frames: FrameRequestCallback[] = [];

beforeEach(() => {
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
  document.body.innerHTML = '';
  document.body.append(card('tickets'), card('customer'), card('branch'));
});

afterEach(() => {
  frames = [];
  vi.unstubAllGlobals();
});

function card(part: string): HTMLElement {
  const made = document.createElement('button');
  made.dataset['part'] = part;
  return made;
}

function at(part: string): HTMLElement {
  const found = document.querySelector<HTMLElement>(`[data-part="${part}"]`);
  if (found === null) {
    throw new Error(`${part} is not there.`);
  }

  return found;
}

function draw(times = 1): void {
  for (let drawn = 0; drawn < times; drawn++) {
    for (const frame of frames.splice(0)) {
      frame(0);
    }
  }
}

function focused(): string | undefined {
  return (document.activeElement as HTMLElement).dataset['part'];
}

it('follows a card that is drawn anew at another place', () => {
  at('customer').focus();
  keepFocus(() => undefined);
  draw();
  at('customer').remove();
  draw();
  expect(focused()).toBe('tickets');

  document.body.append(card('customer'));
  draw();
  expect(focused()).toBe('customer');
});

it('leaves the focus to a card that took it meanwhile', () => {
  at('tickets').focus();
  keepFocus(() => undefined);
  draw();
  at('branch').focus();
  draw(9);

  expect(focused()).toBe('branch');
});

it.each(['keydown', 'pointerdown'])('gives way to the next %s', (event) => {
  focusPart('customer');
  draw();
  window.dispatchEvent(new Event(event));
  at('branch').focus();
  draw(9);

  expect(focused()).toBe('branch');
});

it('follows only the last change', () => {
  focusPart('customer');
  draw();
  focusPart('branch');
  draw(9);

  expect(focused()).toBe('branch');
});

it('goes to the card beside one that is gone', () => {
  at('customer').focus();
  keepFocus(() => {
    at('customer').remove();
  });
  draw();

  expect(focused()).toBe('tickets');
});
