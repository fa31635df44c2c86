import { expect, it } from 'vitest'
import { failingWords } from './failingWords.ts'

it('an active flow says what it suffers from', () => {
  expect(failingWords({ status: 'active' })).toBeUndefined()
  expect(failingWords({ status: 'active', failingSteps: 1 })).toBe('The credential of one step does not work')
  expect(failingWords({ status: 'active', failingSteps: 3 })).toBe('The credentials of 3 steps do not work')
  expect(failingWords({ status: 'inactive', failingSteps: 3 })).toBeUndefined()
})
