import { createAccount, resetPassword } from './account.ts'
import { exportAudit, listDeletedLogs, verifyAudit } from './audit.ts'
import { backup } from './backup.ts'
import { check } from './check.ts'
import type { Command } from './command.ts'
import { listKeys, revokeKey } from './keys.ts'
import { addOAuthApp, listOAuthApps, removeOAuthApp } from './oauth-apps.ts'
import { restore } from './restore.ts'

/** All commands of `stepkey`, in the order of the help. */
export const commands: Command[] = [
  createAccount,
  resetPassword,
  listKeys,
  revokeKey,
  listOAuthApps,
  addOAuthApp,
  removeOAuthApp,
  verifyAudit,
  listDeletedLogs,
  exportAudit,
  backup,
  restore,
  check,
]
