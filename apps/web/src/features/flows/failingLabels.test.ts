import { expect, it } from 'vitest'
import { describeFailing } from './failingLabels.ts'

it('describes failing and frozen credentials of active flows only', () => {
  expect(describeFailing({ status: 'active' })).toEqual([])
  expect(describeFailing({ status: 'active', failingSteps: 1 })).toEqual([
    'The credential of 1 step is failing',
  ])
  expect(describeFailing({ status: 'active', failingSteps: 3, frozenSteps: 1 })).toEqual([
    'The credential of 1 step is frozen',
    'The credentials of 3 steps are failing',
  ])
  expect(describeFailing({ status: 'inactive', failingSteps: 3, frozenSteps: 1 })).toEqual([])
})
