import type { ImpactReason } from '@stepkey/shared/credential-impact'

/** Says why steps would break, before the list of these steps. */
export const reasonTexts: Record<ImpactReason, string> = {
  missing: 'The credential was deleted:',
  wrong_component: 'The other credential is for another component:',
  failing: 'The target rejects the value:',
  unverified: 'The value could not be verified:',
  frozen: 'The other credential is frozen:',
  missing_scopes: 'Scopes that these steps require are missing:',
  unknown_component: 'The component of these steps does not exist any more:',
  unknown_method: 'The component has not all methods of these steps any more:',
  other_address: 'The address differs, so these steps would work with another server, path or database:',
  other_account: 'It belongs to another account, as which these steps would act:',
}
