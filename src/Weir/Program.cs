return await Weir.Commands.CommandLine.RunAsync(args);
