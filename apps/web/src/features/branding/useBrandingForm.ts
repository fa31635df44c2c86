import type { Embed } from '@stepkey/shared/connect'
import { useValidatedForm } from '../../forms/useValidatedForm.ts'
import { BrandingForm, draftOf } from './brandingDraft.ts'

/** Holds the input of the branding of an embed. */
export const useBrandingForm = ({ branding }: Embed) =>
  useValidatedForm(BrandingForm, draftOf(branding ?? {}))

/** The state of the form of a branding. */
export type BrandingFormState = ReturnType<typeof useBrandingForm>['form']
