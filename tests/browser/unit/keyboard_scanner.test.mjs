import assert from 'node:assert/strict';
import { test } from 'node:test';
import { characterOf, createKeyboardScanner } from '../../../static/js/scan/keyboard_scanner.js';
import { createSlowScanner } from '../../../static/js/scan/slow_scanner.js';

const places = (text) => [...text].map((one) => (/\d/.test(one) ? `Digit${one}` : `Key${one}`));

/** Presses these keys `gap` ms apart and gives what became of each. */
function type(scanner, codes, { gap = 8, place = 'free', from = 1000 } = {}) {
  return codes.map((code, n) => scanner.press({ code, time: from + n * gap, place }));
}

test('thirteen digits and Enter within a tenth of a second are a scan', () => {
  const scanner = createKeyboardScanner();
  const acts = type(scanner, [...places('8938505974194'), 'Enter']);
  assert.deepEqual(acts.at(-1), { act: 'take', release: [], code: '8938505974194' });
  assert.ok(acts.slice(0, -1).every(({ act }) => act === 'hold'), 'no digit reaches the screen');
});

test('Tab ends a scan too, and the pad of digits counts', () => {
  const scanner = createKeyboardScanner();
  const codes = ['Numpad8', 'Numpad9', 'Numpad3', 'Numpad1', 'Numpad2', 'Numpad3', 'Tab'];
  assert.equal(type(scanner, codes).at(-1).code, '893123');
});

test('a person who types is never taken for a scanner', () => {
  const scanner = createKeyboardScanner();
  const acts = type(scanner, [...places('893850597'), 'Enter'], { gap: 120 });
  assert.equal(acts.at(-1).act, 'pass');
  assert.equal(acts.at(-1).release.length, 1, 'the last one with the key after it, if not sooner');
  assert.equal(acts[1].release.length, 1, 'each digit is given back when the next one comes late');
});

test('five fast keys are too few, and all are given back', () => {
  const scanner = createKeyboardScanner();
  const acts = type(scanner, [...places('12345'), 'Enter']);
  assert.equal(acts.at(-1).act, 'pass');
  assert.equal(acts.at(-1).release.length, 5);
});

test('held digits are given back after a silence, a scan under way is not', () => {
  const scanner = createKeyboardScanner();
  scanner.press({ code: 'Digit5', time: 1000, place: 'free' });
  assert.equal(scanner.expire(1040).length, 0);
  assert.equal(scanner.expire(1090).length, 1);
  assert.equal(scanner.expire(1200).length, 0, 'only once');
});

test('the letters that Telex makes do not matter: keys are read by their place', () => {
  assert.equal(characterOf('KeyD'), 'D');
  assert.equal(characterOf('Minus'), '-');
  assert.equal(characterOf('F9'), null);
  const scanner = createKeyboardScanner();
  const codes = [...places('DDAA'), 'Minus', ...places('0012'), 'Enter'];
  assert.equal(type(scanner, codes, { place: 'search' }).at(-1).code, 'DDAA-0012');
});

test('a first letter that moves the focus into the search belongs to the scan', () => {
  const scanner = createKeyboardScanner();
  scanner.press({ code: 'KeyS', time: 1000, place: 'free' });
  const rest = type(scanner, [...places('P00123'), 'Enter'], { place: 'search', from: 1008 });
  assert.equal(rest.at(-1).code, 'SP00123');
});

test('a scan into a text field ends there, and its Enter is the scanner’s', () => {
  for (const end of ['Enter', 'NumpadEnter', 'Tab']) {
    const keys = [...places('8938505974194'), end];
    const acts = type(createKeyboardScanner(), keys, { place: 'field' });
    const told = acts.map(({ act, begins }) => [act, Boolean(begins)]);
    assert.deepEqual(told[0], ['pass', true], 'what stood in the field is looked at first');
    assert.deepEqual(told[12], ['pass', false]);
    assert.deepEqual(acts.at(-1), { act: 'take', release: [], code: '8938505974194' });
  }
});

test('keys that Android does not name are counted in a text field, and only there', () => {
  const typed = [...Array(13).fill(''), 'Enter'];
  assert.equal(type(createKeyboardScanner(), typed, { place: 'field' }).at(-1).act, 'take');
  assert.equal(type(createKeyboardScanner(), typed, { place: 'search' }).at(-1).act, 'pass');
});

test('a person who types into a field and presses Enter has pressed Enter', () => {
  for (const gap of [60, 90, 200]) {
    const keys = [...places('00441200918877'), 'Enter'];
    const acts = type(createKeyboardScanner(), keys, { place: 'field', gap });
    assert.ok(acts.every(({ act }) => act === 'pass'), `${gap} ms`);
  }
  // The last key and Enter in one go, after a number that was typed slowly.
  const scanner = createKeyboardScanner();
  type(scanner, places('4412'), { place: 'field', gap: 150 });
  assert.equal(scanner.press({ code: 'Enter', time: 1460, place: 'field' }).act, 'pass');
});

test('a scan after what a person typed in a field begins with its own first key', () => {
  const scanner = createKeyboardScanner();
  type(scanner, places('4412'), { place: 'field', gap: 150 });
  const scan = [...places('8938505974194'), 'Enter'];
  const acts = type(scanner, scan, { place: 'field', from: 2000 });
  assert.equal(acts[0].begins, true, 'the 4412 stays');
  assert.equal(acts.at(-1).code, '8938505974194');
});

test('a field that is meant for codes keeps them, Enter and all', () => {
  const keys = [...places('8938505974194'), 'Enter'];
  const acts = type(createKeyboardScanner(), keys, { place: 'code' });
  assert.ok(acts.every(({ act }) => act === 'pass'));
});

test('a key held down is no scan', () => {
  for (const place of ['free', 'field']) {
    const scanner = createKeyboardScanner();
    for (let n = 0; n < 9; n += 1) {
      scanner.press({ code: 'Digit1', time: 1000 + n * 30, place, repeat: n > 0 });
    }
    assert.equal(scanner.press({ code: 'Enter', time: 1270, place }).act, 'pass');
  }
});

test('a line feed ends a scan as Enter does, and is a person’s own otherwise', () => {
  const scanner = createKeyboardScanner();
  type(scanner, places('8938505974194'));
  const feed = { code: 'KeyJ', time: 1110, place: 'free', modified: true, control: true };
  assert.equal(scanner.press({ ...feed, code: 'ControlLeft' }).act, 'pass');
  assert.equal(scanner.press(feed).code, '8938505974194');
  assert.equal(scanner.press({ ...feed, time: 5000 }).act, 'pass');
});

test('a scan that nothing ends is taken after a silence, and an Enter that comes late too', () => {
  for (const place of ['free', 'search', 'field']) {
    const scanner = createKeyboardScanner();
    type(scanner, places('8938505974194'), { place });
    assert.equal(scanner.silent(1130), null, 'not yet');
    assert.equal(scanner.silent(1185), '8938505974194', place);
    assert.equal(scanner.press({ code: 'Enter', time: 1300, place }).act, 'drop');
    assert.equal(scanner.press({ code: 'Enter', time: 2000, place }).act, 'pass');
  }
  const person = createKeyboardScanner();
  type(person, places('8938505974194'), { place: 'field', gap: 60 });
  assert.equal(person.silent(5000), null);
  const unnamed = createKeyboardScanner();
  type(unnamed, Array(13).fill(''), { place: 'field', gap: 20 });
  assert.equal(unnamed.silent(5000), null, 'a key held down on a screen is no scan');
});

test('marks of symbologies, separators and addresses are read by their keys', () => {
  const scanner = createKeyboardScanner();
  const keys = ['BracketRight', 'KeyC', 'Digit1', ...places('0108938505974194')];
  type(scanner, keys, { place: 'search' });
  const gap = { code: 'BracketRight', time: 1155, place: 'search', modified: true, control: true };
  scanner.press(gap);
  assert.equal(scanner.press({ code: 'Enter', time: 1160, place: 'search' }).code,
    ']C10108938505974194\u001d');
  let time = 1000;
  const press = (code, shift) => scanner.press({ code, time: (time += 8), place: 'search', shift });
  for (const code of places('HTTP')) press(code);
  press('Semicolon', true);
  for (const code of ['Slash', 'Slash', 'KeyA', 'Period', 'KeyV', 'KeyN']) press(code);
  press('Slash', true);
  press('KeyM');
  press('Equal');
  press('Digit4');
  press('Digit7', true);
  assert.equal(press('Enter').code, 'HTTP://A.VN?M=4&');
});

test('what a slow scanner typed into the search is a code, and what a person types is not', () => {
  const typed = (text, gap) => {
    const slow = createSlowScanner();
    [...text].forEach((_, n) => slow.heard(text.slice(0, n + 1), 1000 + n * gap));
    return slow.code();
  };
  for (const gap of [60, 80, 100]) assert.equal(typed('8938505974194', gap), '8938505974194');
  assert.equal(typed(']E08938505974194', 90), ']E08938505974194');
  assert.equal(typed('8938505974194', 200), null, 'a person');
  assert.equal(typed('8938505974195', 80), null, 'no number of goods');
  assert.equal(typed('mat ong', 80), null);
  const slow = createSlowScanner();
  slow.heard('8938505974194', 1000);
  assert.equal(slow.code(), null, 'pasted');
});
