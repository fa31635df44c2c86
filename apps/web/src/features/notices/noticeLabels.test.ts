import { expect, it } from 'vitest'
import { deliveryLabelsOf, describeKinds, describeProblem, KINDS } from './noticeLabels.ts'

it('names how long a message waits, as the operator set it', () => {
  expect(deliveryLabelsOf(600).at_once.description).toContain('10 minutes after its first event')
  expect(deliveryLabelsOf(60).at_once.description).toContain('1 minute after')
  expect(deliveryLabelsOf(90).at_once.description).toContain('90 seconds after')
  expect(deliveryLabelsOf(0).at_once.description).toBe('One message per provider.')
})

it('describes the chosen kinds', () => {
  expect(describeKinds(KINDS)).toBe('Everything')
  expect(describeKinds(['failing', 'expiring'])).toBe('2 of 6 kinds')
  expect(describeKinds(['recovered'])).toBe('A credential works again')
})

it('says why a message was not accepted, with the status if there was one', () => {
  expect(describeProblem('gone', 404)).toBe('the chat answered that this webhook does not exist (404)')
  expect(describeProblem('timeout', null)).toBe('the chat did not answer in time')
})
