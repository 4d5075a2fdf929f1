namespace Weir.Adaptors.Http.Addresses;

/// <summary>A host lies where requests may not go. No socket was opened.</summary>
internal sealed class AddressRefusedException(string message) : Exception(message);
