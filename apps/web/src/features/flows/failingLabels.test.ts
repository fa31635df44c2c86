import { expect, it } from 'vitest'
import { describeFailing } from './failingLabels.ts'

it('an active flow says what it suffers from', () => {
  expect(describeFailing({ status: 'active' })).toBeUndefined()
  expect(describeFailing({ status: 'active', failingSteps: 1 })).toBe(
    'The credential of one step does not work',
  )
  expect(describeFailing({ status: 'active', failingSteps: 3 })).toBe(
    'The credentials of 3 steps do not work',
  )
  expect(describeFailing({ status: 'inactive', failingSteps: 3 })).toBeUndefined()
})
