namespace Weir.Engine.Connections;

/// <summary>The two advanced fields with which every connection form ends. They stand beside the settings, not in them.</summary>
public static class ConnectionFields
{
    public const string BorrowConcurrencyFrom = "borrowConcurrencyFrom";

    public const string ConcurrencyLevel = "concurrencyLevel";
}
