import { expect, it } from 'vitest';
import { wholeLabels } from '../src/charts/whole-labels';

it('leaves out a label that the edge would cut, and keeps one that just fits', () => {
  expect(wholeLabels(['06:43:30', '06:44:00'], [100, 172], 200)).toEqual(['06:43:30', '06:44:00']);
  expect(wholeLabels(['06:43:30', '06:44:00'], [100, 173], 200)).toEqual(['06:43:30', '']);
});
