import { z } from 'zod'
import { Role } from './access.ts'
import { Name, ObjectId, ObjectIdInput, Time } from './inputs.ts'
import { FIRST } from './length-limit.ts'

/** An e-mail address, trimmed and in lower case. At most 254 characters. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .max(254, FIRST)
  .regex(
    /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u,
    'Enter an e-mail address, for example alice@example.com',
  )
  .meta({ format: 'email', description: 'An e-mail address. At most 254 characters.' })

/** A new password: 10 to 200 characters. The upper limit bounds the cost of hashing. */
export const Password = z
  .string()
  .min(10, 'Choose a password of at least 10 characters')
  .max(200, 'Choose a password of at most 200 characters')
  .describe('A new password. 10 to 200 characters.')

/** Input of `accounts.signUp`: a new account. */
export const SignUp = z
  .object({
    name: Name.describe('The name of the user. At most 120 characters.'),
    email: Email.describe('The e-mail address of the account. At most 254 characters.'),
    password: Password.describe('The password of the account. 10 to 200 characters.'),
    invitation: z
      .string()
      .max(200)
      .optional()
      .describe('The secret of an invitation link. Required unless sign-up is open to everyone.'),
  })
  .describe('A new account.')

/** A password that was set earlier. It may be shorter than the current rules for new passwords allow. */
const CurrentPassword = z.string().min(1).max(200)

/** Input of `accounts.signIn`. */
export const SignIn = z
  .object({
    email: Email.describe('The e-mail address of the account.'),
    password: CurrentPassword.describe('The current password of the account.'),
  })
  .describe('E-mail address and password of an account.')

/** Input of `accounts.confirmPassword`: re-authentication with the current password. */
export const ConfirmPassword = z
  .object({ password: CurrentPassword.describe('The current password of the signed-in account.') })
  .describe('The current password, for re-authentication.')
/** The result of a successful re-authentication. */
export const PasswordConfirmed = z
  .object({ outcome: z.literal('confirmed').describe('The password is correct.') })
  .describe('The password was confirmed.')

/** Input of `accounts.changePassword`. */
export const ChangePassword = z
  .object({
    oldPassword: CurrentPassword.describe('The current password.'),
    newPassword: Password.describe('The new password. 10 to 200 characters.'),
  })
  .describe('The current password and the new one.')
/** The result of a password change. */
export const PasswordChanged = z
  .object({ outcome: z.literal('changed').describe('The password was changed.') })
  .describe('The password was changed.')

/** One session of an account: a browser or program in which the user is signed in. */
export const Session = z
  .object({
    id: ObjectId.describe('The id of the session.'),
    userAgent: z
      .string()
      .nullable()
      .describe('The `User-Agent` header of the browser or program. Null if it sends none.'),
    address: z.string().describe('The IP address that the session was created from.'),
    createdAt: Time.describe('When the user signed in, as ISO 8601 UTC time.'),
    lastUsedAt: Time.describe('When the session was last used, to the minute, as ISO 8601 UTC time.'),
    current: z.boolean().describe('Whether this is the session of the request.'),
  })
  .describe('A browser or program in which the user is signed in.')
/** One session of an account. */
export type Session = z.infer<typeof Session>
/** Input that names one session. */
export const SessionRef = z
  .object({ sessionId: ObjectIdInput.describe('The id of the session.') })
  .describe('Names one session.')
/** The result of revoking one session. */
export const SessionRevoked = z
  .object({ outcome: z.literal('revoked').describe('The session was revoked.') })
  .describe('The session was revoked.')
/** The result of revoking all sessions except the current one. */
export const OtherSessionsRevoked = z
  .object({
    outcome: z.literal('revoked').describe('The other sessions were revoked.'),
    count: z.int().describe('The number of sessions that were revoked.'),
  })
  .describe('All sessions except the current one were revoked.')

/** A workspace with the role that the signed-in user has in it. */
export const Workspace = z
  .object({
    id: ObjectId.describe('The id of the workspace.'),
    name: z.string().describe('The name of the workspace.'),
    kind: z
      .enum(['personal', 'organization'])
      .describe('`personal`: belongs to one user. `organization`: is shared by its members.'),
    role: Role.describe('The role of the signed-in user in the workspace.'),
  })
  .describe('A workspace of the signed-in user.')
/** A workspace of the signed-in user. */
export type Workspace = z.infer<typeof Workspace>

/** The signed-in user and their workspaces. */
export const Me = z
  .object({
    account: z
      .object({
        id: ObjectId.describe('The id of the account.'),
        name: z.string().describe('The name of the user.'),
        email: z.string().describe('The e-mail address of the account.'),
      })
      .describe('The account of the signed-in user.'),
    workspaces: z
      .array(Workspace)
      .describe('The workspaces of the user. The personal workspace comes first.'),
  })
  .describe('The signed-in user and their workspaces.')
/** The signed-in user and their workspaces. */
export type Me = z.infer<typeof Me>

/** Facts that the sign-in page needs before the user is signed in. */
export const Welcome = z
  .object({
    signUp: z
      .enum(['open', 'invited', 'off'])
      .describe(
        '`open`: every visitor can sign up. `invited`: only with an invitation link. `off`: sign-up is disabled.',
      ),
    firstVisit: z.boolean().describe('Whether the installation has no account yet.'),
    company: z
      .string()
      .optional()
      .describe('The title of the first sign-in provider. Absent if single sign-on is not configured.'),
    signInProviders: z
      .array(
        z
          .object({
            id: z.string().describe('Part of its address: `/auth/{id}/start`.'),
            title: z.string().describe('The name on its button.'),
          })
          .describe('A provider for single sign-on.'),
      )
      .describe('The providers for single sign-on, in the order of their buttons.'),
    mail: z.boolean().describe('Whether Stepkey can send e-mails.'),
  })
  .describe('Facts that the sign-in page needs before the user is signed in.')
/** Facts that the sign-in page needs before the user is signed in. */
export type Welcome = z.infer<typeof Welcome>
