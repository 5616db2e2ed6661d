"""What a phone needs to work without signal: the service worker, the pack, the manifest, and a page that tells how it stands."""
