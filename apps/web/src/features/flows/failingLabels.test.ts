import { expect, it } from 'vitest'
import { describeFailing } from './failingLabels.ts'

it('describes failing credentials of active flows only', () => {
  expect(describeFailing({ status: 'active' })).toBeUndefined()
  expect(describeFailing({ status: 'active', failingSteps: 1 })).toBe('The credential of 1 step is failing')
  expect(describeFailing({ status: 'active', failingSteps: 3 })).toBe(
    'The credentials of 3 steps are failing',
  )
  expect(describeFailing({ status: 'inactive', failingSteps: 3 })).toBeUndefined()
})
