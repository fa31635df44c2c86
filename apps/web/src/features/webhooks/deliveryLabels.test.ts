import { DELIVERY_PROBLEMS, type Delivery } from '@stepkey/shared/webhook'
import { expect, it } from 'vitest'
import { deliveryLabel } from './deliveryLabels.ts'

const delivery: Delivery = {
  id: 'd',
  eventId: 'e',
  type: 'webhook.test',
  isAgain: false,
  status: 'pending',
  attempts: 0,
  problem: null,
  httpStatus: null,
  durationMs: null,
  createdAt: '2026-11-01T12:00:00.000Z',
  nextAttemptAt: '2026-11-01T12:00:00.000Z',
  deliveredAt: null,
}

it('labels the state of a delivery', () => {
  expect(deliveryLabel(delivery)).toEqual({ tone: 'quiet', word: 'Pending' })
  expect(deliveryLabel({ ...delivery, status: 'delivered', attempts: 2 }).word).toBe('Delivered')
  const refused = { ...delivery, attempts: 1, problem: 'status', httpStatus: 404 } as const
  expect(deliveryLabel(refused)).toMatchObject({
    word: 'Not delivered yet',
    detail: 'the response status was 404',
  })
  expect(deliveryLabel({ ...refused, status: 'failed' })).toMatchObject({
    tone: 'bad',
    word: 'Not delivered',
  })
  expect(deliveryLabel({ ...delivery, status: 'failed', problem: 'switched_off' }).word).toBe('Cancelled')
})

it('has a different text for every problem', () => {
  const details = DELIVERY_PROBLEMS.map(
    (problem) => deliveryLabel({ ...delivery, status: 'failed', attempts: 9, problem }).detail,
  )
  expect(new Set(details).size).toBe(DELIVERY_PROBLEMS.length)
})
