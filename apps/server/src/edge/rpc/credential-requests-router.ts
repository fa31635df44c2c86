import {
  CreateRequest,
  CredentialRequest,
  ListRequests,
  RequestCreated,
  RequestRedeemed,
  RequestRef,
  RequestRevoked,
  RequestSecret,
} from '@stepkey/shared/credential-request'
import { z } from 'zod'
import {
  createCredentialRequest,
  listCredentialRequests,
  revokeCredentialRequest,
} from '../../domains/credential-requests/credential-requests.ts'
import { redeemCredentialRequest } from '../../domains/credential-requests/redeem-request.ts'
import { may, publicProcedure } from './procedure.ts'
import { router } from './trpc.ts'

/** Links by which a person without an account provides one credential. */
export const requestsRouter = router({
  list: may('write')
    .input(ListRequests)
    .output(z.array(CredentialRequest))
    .query(({ ctx, input }) => listCredentialRequests(ctx, input)),

  create: may('write')
    .input(CreateRequest)
    .output(RequestCreated)
    .mutation(({ ctx, input }) => createCredentialRequest(ctx, input)),

  revoke: may('write')
    .input(RequestRef)
    .output(RequestRevoked)
    .mutation(({ ctx, input }) => revokeCredentialRequest(ctx, input.requestId)),

  /** A mutation, so that the secret is sent in the body and never in a URL. */
  redeem: publicProcedure
    .input(RequestSecret)
    .output(RequestRedeemed)
    .mutation(({ ctx, input }) => redeemCredentialRequest(ctx, input.secret)),
})
