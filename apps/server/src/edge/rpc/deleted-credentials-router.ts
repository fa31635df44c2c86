import { EraseCredential } from '@stepkey/shared/credential'
import {
  DeletedCredentialErased,
  DeletedCredentialPage,
  DeletedCredentialRestored,
  ListDeletedCredentials,
  RestoreDeletedCredential,
} from '@stepkey/shared/deleted-credential'
import {
  eraseDeletedCredential,
  listDeletedCredentials,
} from '../../domains/credentials/deleted-credentials.ts'
import { restoreDeletedCredential } from '../../domains/credentials/restore-deleted-credential.ts'
import { reduceValue } from '../access/reduced-answers.ts'
import { may } from './procedure.ts'
import { router } from './trpc.ts'

/** Deleted credentials of the workspace that can be restored. */
export const deletedCredentialsRouter = router({
  list: may('read')
    .input(ListDeletedCredentials)
    .output(DeletedCredentialPage)
    .query(({ ctx, input }) => listDeletedCredentials(ctx, input)),

  restore: may('write')
    .input(RestoreDeletedCredential)
    .output(DeletedCredentialRestored, reduceValue)
    .mutation(({ ctx, input }) => restoreDeletedCredential(ctx, input, { signal: ctx.signal })),

  erase: may('write')
    .input(EraseCredential)
    .output(DeletedCredentialErased)
    .mutation(({ ctx, input }) => eraseDeletedCredential(ctx, input)),
})
