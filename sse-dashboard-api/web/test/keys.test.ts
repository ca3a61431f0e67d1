import { expect, it } from 'vitest';
import { movedTo } from '../src/keys';

const press = (key: string, altKey = false) => ({ key, altKey, ctrlKey: false, metaKey: false });
const steps = { ArrowDown: 2, ArrowUp: -2 };

it.each([
  ['ArrowDown', 3],
  ['ArrowUp', 0],
  ['End', 4],
  ['Home', 0],
  ['Enter', undefined],
])('%s leads from 1 of 5 to %s', (key, to) => {
  expect(movedTo(press(key), 1, 5, steps)).toBe(to);
});

it('stops at the ends, also where there is nothing', () => {
  expect([movedTo(press('ArrowDown'), 4, 5, steps), movedTo(press('End'), 0, 0, steps)]).toEqual([4, 0]);
});

it('leaves to the browser what is its own', () => {
  expect(movedTo(press('ArrowDown', true), 1, 5, steps)).toBeUndefined();
});
