import { expect, it } from 'vitest'
import { isolated } from './isolated.ts'

it('isolates names that are written from right to left, and no others', () => {
  expect(isolated('החנות 2')).toBe('\u2068החנות 2\u2069')
  expect(isolated('متجر')).toBe('\u2068متجر\u2069')
  expect(isolated('Müller’s shop (日本)')).toBe('Müller’s shop (日本)')
})
