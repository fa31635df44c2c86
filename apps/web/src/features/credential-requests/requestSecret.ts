import { createLinkSecret } from '../../api/linkSecret.ts'

/** The secret of the link of a credential request. */
export const requestSecret = createLinkSecret('request')
