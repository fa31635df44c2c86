import { expect, it } from 'vitest'
import { forgetInvitation, storedInvitation, takeInvitation } from './invitation.ts'

it('keeps the secret of an invitation link until it is forgotten, and reports that the URL held one', () => {
  expect(takeInvitation({ hash: 'invitation=first' })).toBe(true)
  expect(takeInvitation({ hash: '' })).toBe(false)
  expect(storedInvitation()).toBe('first')
  expect(takeInvitation({ hash: 'invitation=second' })).toBe(true)
  expect(storedInvitation()).toBe('second')
  forgetInvitation()
  expect(storedInvitation()).toBeUndefined()
})

it.each(['main', 'invitation', 'invitation='])('finds no secret in #%s', (hash) => {
  expect(takeInvitation({ hash })).toBe(false)
  expect(storedInvitation()).toBeUndefined()
})
