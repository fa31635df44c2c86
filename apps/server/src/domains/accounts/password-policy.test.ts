import { OPERATOR_ID } from '@stepkey/shared/audit-actions'
import { describe, expect, it } from 'vitest'
import { startStepkey } from '../../../testing/stepkey.ts'
import { createAccountAsOperator, resetPassword } from './operator-accounts.ts'
import { requireUncommonPassword } from './password-policy.ts'

const ada = { name: 'Ada Lovelace', email: 'countess.of-lovelace1815@example.com' }
const refused = { code: 'invalid_input', fields: [{ path: 'password', message: expect.any(String) }] }

describe('a new password', () => {
  it.each([
    ...['password123', 'PASSWORD123', 'qwertyuiop', '1234567890', '1q2w3e4r5t', 'christopher', 'Basketball'],
    ...['password!!', 'Dragon-2026', '!!letmein!!', 'p-a-s-s-w-o-r-d', '2026Football2026'],
  ])('must not be the common password %s', async (password) => {
    await expect(requireUncommonPassword(password, ada, 'password')).rejects.toMatchObject(refused)
  })

  it.each([
    ...['Ada Lovelace', 'adalovelace', 'AdaLovelace1815', 'ada.lovelace!', 'countess.of-lovelace1815'],
    ...['CountessOfLovelace', 'Countess.of-Lovelace1815@Example.com'],
  ])('must not be the name or e-mail address of the user: %s', async (password) => {
    await expect(requireUncommonPassword(password, ada, 'password')).rejects.toMatchObject(refused)
  })

  it.each([
    ...[
      'stepkey123456',
      'Stepkey!2026!',
      'stepkey-82736451',
      'my-stepkey-1',
      'StepkeyPassword1',
      'stepkeyqwertyuiop',
    ],
    ...['lovelace-18151', 'Lovelace_Secret', 'countess2026!!', 'example.com-1234', 'CountessStepkey1'],
    ...['countess.of-lovelace1815@example.com!1'],
  ])('must not be little more than words that attackers try here: %s', async (password) => {
    await expect(requireUncommonPassword(password, ada, 'password')).rejects.toMatchObject(refused)
  })

  it.each([
    ...[
      "Ada's long password",
      'a long password',
      'correct horse battery staple',
      'x7#kQ9!mZp',
      '82736451abc!',
    ],
    ...['stepkey 4921 7730 1185', 'stepkey is for my flows', 'Ada Lovelace wrote notes'],
    ...['пароль из многих слов', '🔑🔑🔑🔑🔑🔑'],
  ])('can be %s', async (password) => {
    await requireUncommonPassword(password, ada, 'password')
  })

  it('is checked at sign-up, at a change, and for accounts that the operator creates', async () => {
    const stepkey = await startStepkey('sqlite')
    const invalid = (path: string) => ({ cause: { code: 'invalid_input', fields: [{ path }] } })
    await expect(
      stepkey.visitor().accounts.signUp({ name: 'Eve', email: 'eve@example.com', password: 'password123' }),
    ).rejects.toMatchObject(invalid('password'))
    const { accounts, password, email } = await stepkey.signUp('Ada')
    await expect(
      accounts.changePassword({ oldPassword: password, newPassword: 'qwertyuiop' }),
    ).rejects.toMatchObject(invalid('newPassword'))
    await stepkey.visitor().accounts.signIn({ email, password })

    const ctx = { ...stepkey.deps, actor: { kind: 'operator', id: OPERATOR_ID } } as const
    const bob = { name: 'Bob', email: 'bob@example.com', password: 'password123' }
    await expect(createAccountAsOperator(ctx, bob)).rejects.toMatchObject(refused)
    await expect(resetPassword(ctx, { email, password: 'password123' })).rejects.toMatchObject(refused)
    await stepkey.stop()
  })
})
