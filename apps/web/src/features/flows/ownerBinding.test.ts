import { expect, it } from 'vitest'
import { describeOwnerBinding, isForCustomers } from './ownerBinding.ts'

const component = { methods: [{ id: 'bearer', title: 'Bearer token' }] }

it('names the methods of the customer’s credential by their titles, and unknown ones by their ids', () => {
  expect(describeOwnerBinding({}, component)).toBe('The customer’s credential')
  expect(describeOwnerBinding({ methods: ['bearer', 'gone'] }, component)).toBe(
    'The customer’s credential: Bearer token, gone',
  )
})

it('calls a flow with a step for the customer one for each customer', () => {
  const step = { id: 's', name: 'Read', componentId: 'http', credentialId: null }
  expect(isForCustomers({ steps: [{ ...step, binding: 'credential' }] })).toBe(false)
  expect(
    isForCustomers({
      steps: [
        { ...step, binding: 'credential' },
        { ...step, binding: 'owner' },
      ],
    }),
  ).toBe(true)
})
