import { Me, SignIn, SignUp, Welcome } from '@stepkey/shared/account'
import { z } from 'zod'
import { accountProcedure, publicProcedure, router } from '../trpc.ts'
import * as accounts from './accounts.ts'

export const accountsRouter = router({
  welcome: publicProcedure.output(Welcome).query(({ ctx }) => accounts.welcome(ctx)),

  signUp: publicProcedure
    .input(SignUp)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const { me, token } = await accounts.signUp(ctx, input)
      ctx.session.write(token)
      return me
    }),

  signIn: publicProcedure
    .input(SignIn)
    .output(Me)
    .mutation(async ({ ctx, input }) => {
      const { me, token } = await accounts.signIn(ctx, input)
      ctx.session.write(token)
      return me
    }),

  signOut: accountProcedure
    .output(z.object({ outcome: z.literal('signed_out') }))
    .mutation(async ({ ctx }) => {
      await accounts.signOut(ctx)
      ctx.session.clear()
      return { outcome: 'signed_out' as const }
    }),

  me: accountProcedure.output(Me).query(({ ctx }) => accounts.me(ctx)),
})
