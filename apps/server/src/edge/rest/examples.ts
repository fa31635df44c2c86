import { signOutExamples, signUpExamples } from './examples/account-examples.ts'
import { componentExamples } from './examples/component-examples.ts'
import { connectExamples } from './examples/connect-examples.ts'
import { credentialExamples } from './examples/credential-examples.ts'
import type { Examples } from './examples/example.ts'
import { flowExamples } from './examples/flow-examples.ts'
import { noticeExamples } from './examples/notice-examples.ts'
import { oauthExamples } from './examples/oauth-examples.ts'
import { organizationExamples } from './examples/organization-examples.ts'
import { webhookExamples } from './examples/webhook-examples.ts'
import { workspaceExamples } from './examples/workspace-examples.ts'

/**
 * The examples of all operations. They are one story: in this order, and with the ids of the objects that it creates, they
 * succeed on a new installation. `examples.test.ts` sends them.
 */
export const examples: Examples = {
  ...signUpExamples,
  ...credentialExamples,
  ...componentExamples,
  ...flowExamples,
  ...connectExamples,
  ...oauthExamples,
  ...noticeExamples,
  ...webhookExamples,
  ...organizationExamples,
  ...workspaceExamples,
  ...signOutExamples,
}
