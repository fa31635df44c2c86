import { sentenceOf } from '../../api/api.ts'
import { ErrorText } from './ErrorText.tsx'

/** Shows the error of a form: an error object or a message. */
export function FormError({ of: error }: { of: unknown }) {
  if (!error) return null
  return <ErrorText>{typeof error === 'string' ? error : sentenceOf(error)}</ErrorText>
}
