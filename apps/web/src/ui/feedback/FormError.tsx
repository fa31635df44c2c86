import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from './ErrorText.tsx'

/** Why something was refused: an error, or what is known of it in words. */
export function FormError({ of: error }: { of: unknown }) {
  if (!error) return null
  return <ErrorText>{typeof error === 'string' ? error : sentenceOf(error)}</ErrorText>
}
