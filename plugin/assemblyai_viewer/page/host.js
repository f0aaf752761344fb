export function connectHost() {
  return null;
}
