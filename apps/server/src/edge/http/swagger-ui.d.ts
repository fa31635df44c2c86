declare module 'swagger-ui-dist/absolute-path.js' {
  /** The folder of the built viewer. */
  export default function getAbsoluteFSPath(): string
}
