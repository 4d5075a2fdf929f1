using Weir.Model;

namespace Weir.Vault;

/// <summary>
/// Where the master key comes from: at most one of value, file and command; else the file <c>master.key</c> in the data
/// folder, which is made on the first start. A previous one is given beside it to change it for another.
/// </summary>
public sealed class MasterKeySource
{
    public const string ValueVariable = "WEIR_MASTER_KEY";
    public const string FileVariable = "WEIR_MASTER_KEY_FILE";
    public const string CommandVariable = "WEIR_MASTER_KEY_COMMAND";

    /// <summary>Also with <c>_FILE</c> and <c>_COMMAND</c>.</summary>
    public const string PreviousVariable = "WEIR_MASTER_KEY_PREVIOUS";

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

    /// <summary>The key that was in use before and that data keys may still be wrapped by: the server wraps them anew.</summary>
    public Secret? PreviousValue { get; init; }

    /// <summary>A file that holds the previous key.</summary>
    public string? PreviousFile { get; init; }

    /// <summary>A command that prints the previous key.</summary>
    public string? PreviousCommand { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The data folder's own key files; null takes those on the disk.</summary>
    internal IKeyFiles? Files { get; init; }

    internal KeyPlace Present => new(ValueVariable, Value, File, Command, Time);

    internal KeyPlace Previous => new(PreviousVariable, PreviousValue, PreviousFile, PreviousCommand, Time);

    internal OwnKeys Own => new(Files ?? new KeyFolder(DataFolder), DataFolder);

    /// <param name="variable">Gives an environment variable; an empty one counts as not set.</param>
    public static MasterKeySource FromEnvironment(string dataFolder, Func<string, string?> variable)
    {
        return new MasterKeySource
        {
            DataFolder = dataFolder,
            Value = Set(ValueVariable) is { } value ? new Secret(value) : null,
            File = Set(FileVariable),
            Command = Set(CommandVariable),
            PreviousValue = Set(PreviousVariable) is { } previous ? new Secret(previous) : null,
            PreviousFile = Set(PreviousVariable + "_FILE"),
            PreviousCommand = Set(PreviousVariable + "_COMMAND"),
        };

        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;
    }
}
