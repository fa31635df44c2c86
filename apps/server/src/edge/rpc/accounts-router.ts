import {
  ChangePassword,
  ConfirmPassword,
  Me,
  OtherSessionsRevoked,
  PasswordChanged,
  PasswordConfirmed,
  Session,
  SessionRef,
  SessionRevoked,
  SignIn,
  SignUp,
  Welcome,
} from '@stepkey/shared/account'
import { z } from 'zod'
import * as accounts from '../../domains/accounts/accounts.ts'
import * as password from '../../domains/accounts/password.ts'
import * as sessions from '../../domains/accounts/sessions.ts'
import type { RequestContext } from '../access/request-context.ts'
import { accountProcedure, publicProcedure } from './procedure.ts'
import { router } from './trpc.ts'

/** Sign-up, sign-in and the account itself. */
export const accountsRouter = router({
  welcome: publicProcedure.output(Welcome).query(({ ctx }) => accounts.getWelcome(ctx)),

  signUp: publicProcedure
    .input(SignUp)
    .output(Me)
    .mutation(async ({ ctx, input }) => enter(ctx, await accounts.signUp(ctx, input, tokensOf(ctx)))),

  signIn: publicProcedure
    .input(SignIn)
    .output(Me)
    .mutation(async ({ ctx, input }) => enter(ctx, await accounts.signIn(ctx, input, tokensOf(ctx)))),

  signOut: accountProcedure
    .output(z.object({ outcome: z.literal('signed_out').describe('The session has ended.') }))
    .mutation(async ({ ctx }) => {
      await accounts.signOut(ctx)
      ctx.session.clear()
      return { outcome: 'signed_out' as const }
    }),

  me: accountProcedure.output(Me).query(({ ctx }) => accounts.getAccount(ctx)),

  confirmPassword: accountProcedure
    .input(ConfirmPassword)
    .output(PasswordConfirmed)
    .mutation(({ ctx, input }) => password.confirmPassword(ctx, input.password)),

  changePassword: accountProcedure
    .input(ChangePassword)
    .output(PasswordChanged)
    .mutation(async ({ ctx, input }) => {
      const { deviceToken, ...changed } = await password.changePassword(ctx, input)
      ctx.device.write(deviceToken)
      return changed
    }),
})

type Cookies = Pick<RequestContext, 'session' | 'device'>

const tokensOf = ({ session, device }: Cookies) => ({
  previousToken: session.read(),
  deviceToken: device.read(),
})

/** Writes the cookies of a new session. @returns its account */
function enter(
  { session, device }: Cookies,
  { me, token, deviceToken }: Awaited<ReturnType<typeof accounts.signIn>>,
) {
  session.write(token)
  device.write(deviceToken)
  return me
}

/** The sessions of the account. */
export const sessionsRouter = router({
  list: accountProcedure.output(z.array(Session)).query(({ ctx }) => sessions.listSessions(ctx)),

  revoke: accountProcedure
    .input(SessionRef)
    .output(SessionRevoked)
    .mutation(({ ctx, input }) => sessions.revokeSession(ctx, input.sessionId)),

  revokeOthers: accountProcedure
    .output(OtherSessionsRevoked)
    .mutation(({ ctx }) => sessions.revokeOtherSessions(ctx)),
})
