import { expect, it } from 'vitest'
import { forgetInvitation, keptInvitation, takeInvitation } from './invitation.ts'

it('keeps the secret of a link until it was used, and tells that the address has to go', () => {
  expect(takeInvitation({ hash: 'invitation=first' })).toBe(true)
  expect(takeInvitation({ hash: '' })).toBe(false)
  expect(keptInvitation()).toBe('first')
  expect(takeInvitation({ hash: 'invitation=second' })).toBe(true)
  expect(keptInvitation()).toBe('second')
  forgetInvitation()
  expect(keptInvitation()).toBeUndefined()
})

it.each(['main', 'invitation', 'invitation='])('finds none in #%s', (hash) => {
  expect(takeInvitation({ hash })).toBe(false)
  expect(keptInvitation()).toBeUndefined()
})
