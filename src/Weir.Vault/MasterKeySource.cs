using Weir.Model;

namespace Weir.Vault;

/// <summary>
/// Where the master key comes from: at most one of value, file and command; else the file <c>master.key</c> in the data
/// folder, which is made on the first start.
/// </summary>
public sealed class MasterKeySource
{
    public const string ValueVariable = "WEIR_MASTER_KEY";
    public const string FileVariable = "WEIR_MASTER_KEY_FILE";
    public const string CommandVariable = "WEIR_MASTER_KEY_COMMAND";

    /// <summary>Exists, and is held by this process.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The key itself: 32 bytes in base64.</summary>
    public Secret? Value { get; init; }

    /// <summary>A file that holds the key.</summary>
    public string? File { get; init; }

    /// <summary>
    /// A line for the system's shell whose output is the key, e.g. <c>pass show weir</c>. It is the operator's own, runs with the
    /// server's rights and has 30 seconds; what it says on standard error goes to the server's.
    /// </summary>
    public string? Command { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <param name="variable">Gives an environment variable; an empty one counts as not set.</param>
    public static MasterKeySource FromEnvironment(string dataFolder, Func<string, string?> variable)
    {
        return new MasterKeySource
        {
            DataFolder = dataFolder,
            Value = Set(ValueVariable) is { } value ? new Secret(value) : null,
            File = Set(FileVariable),
            Command = Set(CommandVariable),
        };

        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }
}
