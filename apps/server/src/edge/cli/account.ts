import { SignUp } from '@stepkey/shared/account'
import { fieldErrors } from '@stepkey/shared/errors'
import { createAccountAsOperator, resetPassword as reset } from '../../domains/accounts/operator-accounts.ts'
import { StartError } from '../../platform/errors/start-error.ts'
import { asked, type Command } from './command.ts'
import { atWork } from './open.ts'
import { readPassword } from './password.ts'

const passwordHelp =
  'The password is asked for without being shown; when the standard input is not a terminal, its first line is taken.'

export const createAccount: Command = {
  name: 'account create',
  summary: 'Creates an account with its personal workspace, whatever SIGN_UP says',
  details: passwordHelp,
  options: {
    name: { value: 'NAME', required: true, help: 'how the person is called' },
    email: { value: 'ADDRESS', required: true, help: 'the e-mail address to sign in with' },
  },
  async run({ config, options }) {
    const { name, email } = asked(SignUp.pick({ name: true, email: true }), options)
    const password = await newPassword()
    const made = await atWork(config, (ctx) => createAccountAsOperator(ctx, { name, email, password }), {
      mayCreate: true,
    })
    return {
      lines: [`${name} can sign in with ${email} now. The personal workspace is ${made.workspaceId}.`],
      json: { ...made, name, email },
    }
  },
}

export const resetPassword: Command = {
  name: 'account reset-password',
  summary: 'Gives an account a new password and ends all its sessions',
  details: `${passwordHelp} The account’s API keys go on working.`,
  options: { email: { value: 'ADDRESS', required: true, help: 'the e-mail address of the account' } },
  async run({ config, options }) {
    const { email } = asked(SignUp.pick({ email: true }), options)
    const password = await newPassword()
    const done = await atWork(config, (ctx) => reset(ctx, { email, password }))
    return {
      lines: [`${email} has the new password. Sessions that were ended: ${done.sessionsEnded}.`],
      json: { ...done, email },
    }
  },
}

/** @throws StartError when the rules for passwords don't allow it */
async function newPassword(): Promise<string> {
  const parsed = SignUp.shape.password.safeParse(await readPassword())
  if (parsed.success) return parsed.data
  throw new StartError(`${fieldErrors(parsed.error)[0]?.message} Nothing was changed.`)
}
