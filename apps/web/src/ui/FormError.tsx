import { fieldErrorsOf, sentenceOf } from '../api.ts'
import { ErrorText } from './ErrorText.tsx'

/** Why a form was refused, unless its inputs tell that themselves. */
export function FormError({ of: error }: { of: unknown }) {
  if (!error || fieldErrorsOf(error).length > 0) return null
  return <ErrorText>{sentenceOf(error)}</ErrorText>
}
