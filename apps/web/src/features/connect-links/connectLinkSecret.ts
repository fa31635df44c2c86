import { createLinkSecret } from '../../api/linkSecret.ts'

/** The secret of a connect link. */
export const connectLinkSecret = createLinkSecret('link')
