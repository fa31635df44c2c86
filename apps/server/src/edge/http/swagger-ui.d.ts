declare module 'swagger-ui-dist/absolute-path.js' {
  /** Returns the folder with the files of Swagger UI. */
  export default function getAbsoluteFSPath(): string
}
