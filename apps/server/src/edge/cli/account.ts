import { SignUp } from '@stepkey/shared/account'
import { fieldErrors } from '@stepkey/shared/field-errors'
import { createAccountAsOperator, resetPassword as reset } from '../../domains/accounts/operator-accounts.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { type Command, parseOptions } from './command.ts'
import { withDatabase } from './open.ts'
import { readPassword } from './password.ts'

const passwordHelp =
  'Prompts for the password without showing it. If the standard input is not a terminal, reads its first line.'

/** `stepkey account create`. */
export const createAccount: Command = {
  name: 'account create',
  summary: 'Creates an account with its personal workspace, regardless of SIGN_UP',
  details: passwordHelp,
  options: {
    name: { value: 'NAME', required: true, help: 'the name of the user' },
    email: { value: 'ADDRESS', required: true, help: 'the e-mail address for signing in' },
  },
  async run({ config, options }) {
    const { name, email } = parseOptions(SignUp.pick({ name: true, email: true }), options)
    const password = await newPassword()
    const created = await withDatabase(
      config,
      (ctx) => createAccountAsOperator(ctx, { name, email, password }),
      { mayCreate: true },
    )
    return {
      lines: [
        `The account is created: ${name} can sign in with ${email}. The personal workspace is ${created.workspaceId}.`,
      ],
      json: { ...created, name, email },
    }
  },
}

/** `stepkey account reset-password`. */
export const resetPassword: Command = {
  name: 'account reset-password',
  summary: 'Sets a new password for an account and ends all its sessions',
  details: `${passwordHelp} API keys stay valid.`,
  options: { email: { value: 'ADDRESS', required: true, help: 'the e-mail address of the account' } },
  async run({ config, options }) {
    const { email } = parseOptions(SignUp.pick({ email: true }), options)
    const password = await newPassword()
    const result = await withDatabase(config, (ctx) => reset(ctx, { email, password }))
    return {
      lines: [`The password of ${email} is changed. Ended sessions: ${result.sessionsEnded}.`],
      json: { ...result, email },
    }
  },
}

/** Reads and validates a new password. @throws StartError if the password is invalid */
async function newPassword(): Promise<string> {
  const parsed = SignUp.shape.password.safeParse(await readPassword())
  if (parsed.success) return parsed.data
  throw new StartError(`${fieldErrors(parsed.error)[0]?.message} Nothing was changed.`)
}
